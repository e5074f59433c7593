// The buttons below a long table that lead from page to page.

/** Show where the reader is; `back` and `forth` turn the page, and are missing where there is none. */
export function showPager(name, text, back, forth) {
  const pager = document.getElementById(`${name}-pager`);
  if (!pager) return;
  pager.hidden = !back && !forth;
  pager.querySelector("span").textContent = text;
  pager.querySelectorAll("button").forEach((button, place) => {
    const turn = [back, forth][place];
    button.disabled = !turn;
    button.onclick = turn ?? null;
  });
}
