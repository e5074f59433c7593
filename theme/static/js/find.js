// Wakes a search form when the reader goes to its field: only then is anything of the search loaded. Without this module
// the form leads to the page of the search like any other.

/** Load what a form names and hand the form over; a form that cannot be served stays a plain one. */
async function wake(form) {
  const { attach } = await import(new URL(form.dataset.module, document.baseURI));
  await attach(form);
}

for (const form of document.querySelectorAll("[data-search]")) {
  const asked = "now" in form.dataset && new URLSearchParams(location.search).get("q");
  if (asked) wake(form);
  else form.addEventListener("focusin", () => wake(form), { once: true });
}
