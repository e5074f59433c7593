// What the reader has chosen stands in the address: it can be sent on, goes back, and goes along to the other languages.

let carried;

/** Let the links to the same page in other languages carry the state. */
function carry() {
  carried = location.search;
  for (const link of document.querySelectorAll(".languages__link")) {
    link.search = location.search;
    link.hash = location.hash;
  }
}

/** Read one parameter of the address. */
export function read(name) {
  return new URLSearchParams(location.search).get(name) ?? "";
}

/**
 * Put parameters into the address; an empty one leaves it.
 * step: whether the browser's back button is to lead to what was before.
 */
export function keep(values, { step = false } = {}) {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(values)) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  if (address.href === location.href) return;
  history[step ? "pushState" : "replaceState"](null, "", address);
  carry();
}

const callbacks = [];

/** Call back when the reader goes back or forth to other parameters; links to places on the page change none. */
export function onReturn(changed) {
  callbacks.push(changed);
}

window.addEventListener("popstate", () => {
  const isOther = location.search !== carried;
  carry();
  if (isOther) callbacks.forEach((changed) => changed());
});

carry();
