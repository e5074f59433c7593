"""Make the browser's SVG small, the same bytes each time, and dark where wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from xml.etree import ElementTree

from pipeline.draw.palette import HEX, Palette
from pipeline.errors import ChartError

SVG = "http://www.w3.org/2000/svg"
ElementTree.register_namespace("", SVG)  # before anything is written, or the first picture would have other ids
_RGB = re.compile(r"rgba?\((\d+), ?(\d+), ?(\d+)(?:, ?[\d.]+)?\)")
_NUMBER = re.compile(r"-?\d+\.\d{2,}")
_REFERENCE = re.compile(r"""url\(["']?#([^"')]+)["']?\)""")
_IDLE = re.compile(r"rotate\(0(,[^)]*)?\)|translate\(0, ?0\)")
_KEPT = {
    "id", "d", "x", "y", "dx", "dy", "cx", "cy", "r", "x1", "y1", "x2", "y2", "points", "width", "height", "transform",
    "viewBox", "patternUnits", "patternTransform", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width",
    "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity", "font-size",
    "font-weight", "text-anchor", "display", "visibility",
}  # fmt: skip
_DEFAULTS = {
    "fill-opacity": "1", "stroke-opacity": "1", "opacity": "1", "font-weight": "400", "text-anchor": "start",
    "stroke-dasharray": "none", "stroke-width": "0", "x": "0", "y": "0", "dy": "0em",
}  # fmt: skip


def tidy(raw: bytes, title: str, family: str) -> str:
    """Clean a picture as plotly exports it.

    Classes, empty groups, clipping (nothing is drawn outside its axes) and values that are the default go; styles
    become attributes, which a strict content security policy allows; ids follow from the content, so that the same
    figure gives the same bytes and two pictures may stand in one page.
    """
    root = ElementTree.fromstring(raw)  # noqa: S314 - our own browser's answer
    width, height = root.get("width", ""), root.get("height", "")
    for element in root.iter():
        _clean(element)
    _prune(root)
    root.attrib = {
        "width": width, "height": height, "viewBox": f"0 0 {width} {height}", "role": "img", "font-family": family,
    }  # fmt: skip
    heading = ElementTree.Element(f"{{{SVG}}}title")
    heading.text = title
    root.insert(0, heading)
    _rename(root)
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>") + "\n"


def _clean(element: ElementTree.Element) -> None:
    """Keep of an element's attributes only what can be seen, in the shortest form."""
    for declaration in element.attrib.pop("style", "").split(";"):
        name, _, value = declaration.partition(":")
        element.set(name.strip(), value.strip())
    kept = {}
    for name, value in element.attrib.items():
        value = _NUMBER.sub(_rounded, _REFERENCE.sub(r"url(#\1)", _RGB.sub(_hex, value)))
        value = _IDLE.sub("", value.removesuffix("px") if name in ("font-size", "stroke-width") else value)
        if name in _KEPT and value and _DEFAULTS.get(name) != value:
            kept[name] = value
    for paint in ("fill", "stroke"):
        if kept.get(f"{paint}-opacity") == "0":
            kept[paint] = "none"
        if kept.get(paint) == "none" or (paint == "stroke" and ("stroke" not in kept or "stroke-width" not in kept)):
            kept = {name: value for name, value in kept.items() if not name.startswith(f"{paint}-") and name != paint}
            if paint == "fill":
                kept["fill"] = "none"
    element.attrib = kept


def _hex(match: re.Match[str]) -> str:
    red, green, blue = match.groups()
    return f"#{int(red):02x}{int(green):02x}{int(blue):02x}"


def _rounded(match: re.Match[str]) -> str:
    return f"{round(float(match.group()), 1) + 0:g}"


def _prune(element: ElementTree.Element) -> None:
    """Drop what draws nothing and groups that say nothing; join an area with the outline drawn over it."""
    children: list[ElementTree.Element] = []
    for child in element:
        _prune(child)
        tag = child.tag.removeprefix(f"{{{SVG}}}")
        if _invisible(child, tag):
            continue
        for part in child if tag == "g" and not child.attrib else [child]:
            if children and _outlines(part, children[-1]):
                children[-1].attrib |= {name: value for name, value in part.attrib.items() if name.startswith("stroke")}
            else:
                children.append(part)
    element[:] = children
    if not (element.text or "").strip():
        element.text = None
    if len(children) == 1 and set(element.attrib) == {"transform"} == set(children[0].attrib) & {"transform"}:
        children[0].set("transform", element.attrib.pop("transform") + children[0].attrib["transform"])


def _invisible(element: ElementTree.Element, tag: str) -> bool:
    if tag in ("title", "style", "clipPath") or "none" in (element.get("display"), element.get("visibility")):
        return True
    if tag in ("g", "defs", "text"):
        return len(element) == 0 and not (element.text or "").strip()
    if tag in ("rect", "path", "circle"):
        nothing = tag == "path" and element.get("d") in (None, "", "M0,0Z")
        return nothing or ("stroke" not in element.attrib and element.get("fill") == "none")
    return False


def _outlines(line: ElementTree.Element, area: ElementTree.Element) -> bool:
    """Tell whether `line` is the bare outline of `area`, which comes just before it and has none of its own."""
    if "d" not in line.attrib or "d" not in area.attrib or line.get("fill") != "none" or "stroke" in area.attrib:
        return False
    return line.attrib["d"].rstrip("Z") == area.attrib["d"].rstrip("Z")


def _rename(root: ElementTree.Element) -> None:
    """Number what has an id, once where it is the same, with a prefix that follows from the picture."""
    asked = {name for element in root.iter() for name in _REFERENCE.findall(" ".join(element.attrib.values()))}
    used: dict[str, str] = {}
    known: dict[bytes, str] = {}
    for parent in root.iter():
        for child in list(parent):
            name = child.attrib.pop("id", None)
            if name in asked and name is not None:
                content = ElementTree.tostring(child)
                if content in known:
                    parent.remove(child)
                else:
                    child.set("id", f"-{len(known)}")
                used[name] = known.setdefault(content, f"-{len(known)}")
            elif child.tag == f"{{{SVG}}}pattern":
                parent.remove(child)
    for element in root.iter():
        for name, value in element.attrib.items():
            element.set(name, _REFERENCE.sub(lambda match: f"url(#{used[match[1]]})", value))
    prefix = "k" + sha256(ElementTree.tostring(root)).hexdigest()[:8]
    for element in root.iter():
        for name, value in element.attrib.items():
            element.set(name, prefix + value if name == "id" else value.replace("url(#-", f"url(#{prefix}-"))


def strange_colours(svg: str, palette: Palette) -> Iterator[str]:
    """Name the colours of a picture that are no role of the palette."""
    named = re.findall(r'(?:fill|stroke)="([a-z]+)"', svg)
    yield from sorted({name for name in named if name != "none"})
    yield from sorted(set(re.findall(r"#[0-9a-f]{6}\b", svg)) - set(palette.light.values()))


def darken(svg: str, palette: Palette, file: str) -> str:
    """Exchange each light colour for its dark partner.

    Raises:
        ChartError: a colour in the picture is not in the palette.
    """
    strange = list(strange_colours(svg, palette))
    if strange:
        raise ChartError.at(file, f"colours {strange}", "colours of theme/palette.toml only")
    partner = {colour: palette.dark[role] for role, colour in palette.light.items()}
    return HEX.sub(lambda match: partner[match.group()], svg)
