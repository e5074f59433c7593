// The field in the masthead: answers while the reader types, as a list for eyes, keys and screen readers.

import { count, open } from "./search.js";

const SHOWN = 8;

/** Turn the field of a search form into a combobox with a list below it. */
export async function attach(form) {
  const field = form.querySelector("[name=q]");
  const index = await open(form);
  const list = document.createElement("ul");
  list.id = `${field.id}-list`;
  list.className = "found";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.list);
  const said = document.createElement("p");
  said.className = "unseen";
  said.setAttribute("role", "status");
  form.append(list, said);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    field.setAttribute(name, value);
  }
  let active = -1;
  let speaking;

  function activate(place) {
    active = place;
    [...list.children].forEach((option, each) => option.setAttribute("aria-selected", String(each === place)));
    const option = list.children[place];
    option?.scrollIntoView({ block: "nearest" });
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
  }

  function close() {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    activate(-1);
  }

  function show() {
    const { found } = index.find(field.value);
    list.replaceChildren(...found.slice(0, SHOWN).map((entry, place) => option(list.id, entry, place, form.dataset.root)));
    list.hidden = found.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    activate(-1);
    clearTimeout(speaking);
    // A pause in typing, so that not every letter is answered aloud.
    speaking = setTimeout(() => {
      said.textContent = field.value.trim() ? count(form, found.length) : "";
    }, 500);
  }

  function go(option, event) {
    if (event.ctrlKey || event.metaKey) window.open(option.dataset.href, "_blank", "noopener");
    else location.assign(option.dataset.href);
  }

  field.addEventListener("input", show);
  field.addEventListener("focus", () => field.value && show());
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (event.isComposing) return;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && last >= 0) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (list.hidden) show();
      activate(active < 0 ? (step > 0 ? 0 : last) : active + step > last || active + step < 0 ? -1 : active + step);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      go(list.children[active], event);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  // Before the field would lose the focus and the list would close.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option, event);
  });
  if (field.value && document.activeElement === field) show();
}

function option(id, entry, place, root) {
  const made = document.createElement("li");
  made.id = `${id}-${place}`;
  made.className = "found__option";
  made.dataset.href = new URL(root + entry.path, document.baseURI).href;
  made.setAttribute("role", "option");
  const parts = [["title", entry.title], ["as", entry.as], ["note", [entry.label, entry.note].filter(Boolean).join(" · ")]];
  for (const [name, text] of parts) {
    if (!text) continue;
    const part = document.createElement("span");
    part.className = `found__${name}`;
    part.textContent = text;
    made.append(part, " ");
  }
  return made;
}
