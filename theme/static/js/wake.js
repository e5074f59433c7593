// Wakes the parts of a page, each with the module that it names: when the page has been drawn, so that no script goes before
// its text and fonts; a search only when the reader comes to it. Without this module the page is complete.

const KINDS = ["click", "input", "change"];
const early = [];

/** Remember what the reader does with a part that still sleeps. */
function remember({ type, target }) {
  const control = target.closest("button[type=button], input, select");
  if (control && !control.closest("[data-search]")) early.push({ control, type, value: control.value });
}

/** Do again what the reader has done meanwhile. */
function repeat({ control, type, value }) {
  if (type === "click") {
    if (control.type === "button") control.click();
    return;
  }
  control.value = value;
  control.dispatchEvent(new Event(type, { bubbles: true }));
}

/** Load the module that a part names. */
const load = (part) => import(new URL(part.dataset.module, document.baseURI));

/** Hand a part to its module; `data-awake` tells that it works. */
async function attach(part, module) {
  await module.attach(part);
  part.dataset.awake = "";
}

const isAsked = new URLSearchParams(location.search).has("q");
const canWait = ({ dataset }) => "search" in dataset && !("now" in dataset && isAsked);
const parts = [...document.querySelectorAll("[data-module]")];
for (const part of parts.filter(canWait)) {
  part.addEventListener("focusin", async () => attach(part, await load(part)), { once: true });
}

async function begin() {
  const due = parts.filter((part) => !canWait(part));
  // A module that does not come leaves its part a plain one, and the others theirs.
  const modules = await Promise.all(due.map((part) => load(part).catch(console.error)));
  for (const type of KINDS) document.removeEventListener(type, remember);
  due.forEach((part, place) => modules[place] && attach(part, modules[place]));
  early.forEach(repeat);
}

for (const type of KINDS) document.addEventListener(type, remember);
// A long table is laid out for longer than its files take to come: after its first picture.
const shown = () => requestAnimationFrame(() => setTimeout(begin));
if (document.readyState === "complete") shown();
else window.addEventListener("load", shown);
