"""A further language is a catalogue and its texts: nothing else in the project has to change."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from built import write_build

from pipeline.errors import DescriptionError, SiteError
from pipeline.render.page import read_page
from pipeline.render.renew import renew

ROOT = Path(__file__).parent.parent


def with_language(value: Any, code: str) -> Any:
    """Give every text of a build a wording in one more language."""
    if isinstance(value, list):
        return [with_language(each, code) for each in value]
    if not isinstance(value, dict):
        return value
    more = {key: with_language(each, code) for key, each in value.items()}
    return {**more, code: more["en"]} if "en" in more else more


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the languages there are and a made-up one, `qq`."""
    for folder in ("content", "languages"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    for part in ("pipeline", "theme", "requirements", "pelicanconf.py", "publishconf.py"):
        (tmp_path / part).symlink_to(ROOT / part)
    (tmp_path / "pelicanconf.py").unlink()
    shutil.copyfile(ROOT / "pelicanconf.py", tmp_path / "pelicanconf.py")
    catalogue = (ROOT / "languages/en.toml").read_text(encoding="utf-8")
    catalogue = catalogue.replace('tag = "en"', 'tag = "qq-Latn"').replace('name = "English"', 'name = "Qqish"')
    (tmp_path / "languages/qq.toml").write_text(catalogue.replace("order = 2", "order = 3"), encoding="utf-8")
    shutil.copytree(ROOT / "content/en", tmp_path / "content/qq")
    for file in write_build(tmp_path / "build").rglob("*.json"):
        content = json.loads(file.read_text(encoding="utf-8"))
        file.write_text(json.dumps(with_language(content, "qq")), encoding="utf-8")
    # JSON is YAML too.
    for file in (tmp_path / "content").glob("*.yaml"):
        file.write_text(json.dumps(with_language(yaml.safe_load(file.read_text(encoding="utf-8")), "qq")))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_page_gets_a_version_and_names_it(project):
    renew(Path("build"), Path("output"), tell=lambda _: None)

    page = read_page(project / "output/qq/data/fountains/index.html")
    assert page.lang == "qq-Latn"
    assert set(page.alternates) == {"sq", "en", "qq-Latn", "x-default"}
    assert "Qqish" in (project / "output/sq/method/index.html").read_text(encoding="utf-8")
    assert (project / "output/qq/feed.xml").is_file()


def test_a_page_of_prose_that_is_not_translated_is_named(project):
    (project / "content/qq/method.md").unlink()

    with pytest.raises(SiteError, match=r"content/qq: method: no page with this slug"):
        renew(Path("build"), Path("output"), tell=lambda _: None)


def test_a_template_that_cannot_be_rendered_is_named(project):
    (project / "theme").unlink()
    shutil.copytree(ROOT / "theme", project / "theme", ignore=shutil.ignore_patterns("node_modules"))
    (project / "theme/node_modules").symlink_to(ROOT / "theme/node_modules")
    (project / "theme/templates/home.html").write_text("{{ nothing_of_this_name }}", encoding="utf-8")

    with pytest.raises(SiteError, match=r"theme/templates: 'nothing_of_this_name' is undefined"):
        renew(Path("build"), Path("output"), tell=lambda _: None)


def test_a_wording_that_is_not_translated_is_named(project):
    catalogue = project / "languages/qq.toml"
    lines = catalogue.read_text(encoding="utf-8").splitlines(keepends=True)
    catalogue.write_text("".join(line for line in lines if not line.startswith('"nav.skip"')), encoding="utf-8")

    with pytest.raises(DescriptionError, match=r"languages/qq\.toml.*nav\.skip"):
        renew(Path("build"), Path("output"), tell=lambda _: None)


def test_a_text_of_a_dataset_that_is_not_translated_is_named(project):
    file = project / "build/fountains/page.json"
    page = json.loads(file.read_text(encoding="utf-8"))
    del page["charts"][0]["title"]["qq"]
    file.write_text(json.dumps(page), encoding="utf-8")

    with pytest.raises(SiteError, match=r"qq/.*expected a wording in `qq`"):
        renew(Path("build"), Path("output"), tell=lambda _: None)
