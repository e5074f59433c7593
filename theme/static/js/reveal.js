// A link into a closed part of the page opens it; newer browsers do so by themselves.

function reveal() {
  const target = document.querySelector(":target");
  for (let part = target?.closest("details:not([open])"); part; part = part.parentElement.closest("details:not([open])")) {
    part.open = true;
  }
  if (target?.closest("details")) target.scrollIntoView();
}

export function attach() {
  window.addEventListener("hashchange", reveal);
  reveal();
}
