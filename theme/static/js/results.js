// The page of the search: every answer to ?q= as a link, renewed while the reader types.

import { count, open } from "./search.js";
import { keep } from "./state.js";

const SHOWN = 60;
const SNIPPET = 180;

/** Answer the query of a search form below it. */
export async function attach(form) {
  const field = form.querySelector("[name=q]");
  const results = document.getElementById(form.dataset.results);
  const said = document.getElementById(form.dataset.said);
  let index;
  const title = document.title;
  let waiting;

  function show() {
    const query = field.value.trim();
    const { whole, found } = index.find(query);
    results.replaceChildren(...found.slice(0, SHOWN).map((entry) => result(entry, form.dataset.root)));
    const { none, some } = form.dataset;
    const answer = found.length ? count(form, found.length) + (whole ? "" : `. ${some}`) : none.replace("{query}", () => query);
    said.textContent = query ? answer : "";
    document.title = query ? `${query} – ${title}` : title;
  }

  field.value ||= new URLSearchParams(location.search).get("q") ?? "";
  try {
    index = await open(form);
  } catch (problem) {
    console.error(problem);
    said.textContent = form.dataset.failed;
    return;
  }
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      show();
      keep({ q: field.value.trim() });
    }, 150);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
    keep({ q: field.value.trim() });
  });
  show();
}

function result(entry, root) {
  const made = document.createElement("li");
  made.className = "result";
  const link = document.createElement("a");
  link.className = "result__title";
  link.href = root + entry.path;
  link.textContent = entry.title;
  made.append(link);
  const short = entry.text.length > SNIPPET ? `${entry.text.slice(0, entry.text.lastIndexOf(" ", SNIPPET))}…` : entry.text;
  const about = [entry.as, entry.label, entry.note].filter(Boolean).join(" · ");
  for (const [name, text] of [["about", about], ["text", short]]) {
    if (!text) continue;
    const part = document.createElement("p");
    part.className = `result__${name}`;
    part.textContent = text;
    made.append(part);
  }
  return made;
}
