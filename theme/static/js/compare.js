// Puts two to four rows of the page's tables beside each other; the choice stands in the address: ?with=prishtine,prizren.
// Figures that do not share their base and status are shown, but no bar and no difference is drawn between them.

import { keep, onReturn, read } from "./state.js";

const LEAST = 2;
const MOST = 4;
const form = document.querySelector("[data-compare]");
const stage = document.querySelector("[data-compared]");
const whole = document.querySelector(".whole");
const said = form.querySelector(".chooser__said");
const words = form.dataset;
const names = new Map([...form.querySelectorAll("option[value]:not([value=''])")].map((each) => [each.value, each.text]));
const title = document.title;
const labels = [...form.querySelectorAll(".chooser__one")];
const selects = [...Array(MOST)].map((_, place) => {
  const label = labels[place] ?? labels[0].cloneNode(true);
  label.querySelector(".chooser__label").textContent = place + 1;
  if (!labels[place]) labels[0].parentElement.append(label);
  return label.querySelector("select");
});

/** Join names as the page's language does; browsers know it for too few languages. */
const joined = (each) => [each.slice(0, -1).join(", "), ...each.slice(-1)].filter(Boolean).join(` ${words.and} `);

/** Write a difference with its sign. */
function signed(value) {
  const [whole, part] = Math.abs(value).toFixed(2).split(".");
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, words.group) + (part === "00" ? "" : words.decimal + part);
  return value > 0 ? `+${digits}` : value < 0 ? `-${digits}` : digits;
}

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** Copy what is inside an element. */
const inside = (cell) => [...cell.cloneNode(true).childNodes];

/** One cell of the comparison; `most` is the length of a whole bar, none where figures do not compare. */
function figure(cell, most) {
  const made = element("td", { className: "figures" }, ...inside(cell));
  if (most && "value" in cell.dataset) {
    const bar = element("span", { className: "beside__bar" });
    bar.style.inlineSize = `${Math.max(0, (100 * cell.dataset.value) / most)}%`;
    made.append(element("span", { className: "beside__track" }, bar));
  }
  return made;
}

/** The difference of two figures in words, or why there is none. */
function difference(cells, apart, isShare) {
  const values = cells.map((cell) => cell.dataset.value);
  if (values.includes(undefined)) return element("td", { className: "figures" });
  if (apart) return element("td", {}, element("span", { className: "beside__apart" }, words.apart));
  const written = signed(values[0] - values[1]);
  return element("td", { className: "figures" }, isShare ? words.points.replace("{points}", written) : written);
}

function row(head, cells) {
  const isShare = "share" in head.dataset;
  const known = cells.filter((cell) => "value" in cell.dataset);
  const apart = new Set(known.map((cell) => cell.dataset.same)).size > 1;
  const most = known.length > 1 && !apart && (isShare ? 100 : Math.max(0, ...known.map((cell) => +cell.dataset.value)));
  const made = element("tr", { className: apart ? "beside__row--apart" : "" });
  const label = element("th", { scope: "row" }, ...inside(head));
  made.append(label, ...cells.map((cell) => figure(cell, most)));
  if (cells.length === 2) made.append(difference(cells, apart, isShare));
  else if (apart) label.append(element("span", { className: "beside__apart" }, words.apart));
  return made;
}

/** Turn the chosen rows of a table into columns; nothing where none of them has a figure. */
function beside(table, slugs) {
  const heads = [...table.tHead.rows[0].cells].slice(1);
  const rows = slugs.map((slug) => table.querySelector(`[data-thing="${slug}"]`));
  const places = heads.map((head, place) => ({ head, cells: rows.map((each) => each.cells[place + 1]) }));
  const shown = places.filter(({ cells }) => cells.some((cell) => "value" in cell.dataset));
  if (!shown.length) return null;
  const made = element("table");
  const head = made.createTHead().insertRow();
  head.append(element("th", { scope: "col", textContent: words.what }));
  for (const each of rows) head.append(element("th", { scope: "col", className: "figures" }, ...inside(each.cells[0])));
  if (slugs.length === 2) head.append(element("th", { scope: "col", className: "figures", textContent: words.difference }));
  made.createTBody().append(...shown.map(({ head: label, cells }) => row(label, cells)));
  gather(made);
  made.style.setProperty("--columns", head.cells.length - 1);
  return named(made);
}

/** Say at the head of a column, and not with each of its figures, what is the same for all of them. */
function gather(table) {
  for (const head of [...table.tHead.rows[0].cells].slice(1)) {
    const cells = [...table.tBodies[0].rows].map((each) => each.cells[head.cellIndex]).filter((cell) => cell?.textContent.trim() && !cell.querySelector("[aria-hidden]"));
    const marks = cells.map((cell) => [...cell.querySelectorAll(".grid__base, .badge, .mark, .beside__apart")]);
    if (marks.length < 2) continue;
    const common = marks[0].map((mark) => mark.outerHTML).filter((html) => marks.every((each) => each.some((mark) => mark.outerHTML === html)));
    for (const mark of marks.flat()) {
      if (!common.includes(mark.outerHTML)) continue;
      if (marks[0].includes(mark)) head.append(" ", mark.cloneNode(true));
      mark.remove();
    }
  }
}

const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };

/** Say what each part is: on a narrow screen the table is laid out as blocks, and browsers would forget. */
function named(table) {
  for (const each of [table, ...table.querySelectorAll("*")]) {
    const role = each.tagName === "TH" ? (each.scope === "row" ? "rowheader" : "columnheader") : ROLES[each.tagName];
    if (role) each.setAttribute("role", role);
  }
  return table;
}

/** Copy the section of a table with the chosen things only. */
function section(original, slugs) {
  const made = original.cloneNode(true);
  const table = beside(original.querySelector("table"), slugs);
  if (!table) return null;
  made.querySelector("table").replaceWith(table);
  const heading = made.querySelector("h3");
  heading.id = `beside-${heading.id}`;
  made.querySelector(".table").setAttribute("aria-labelledby", heading.id);
  for (const each of made.querySelectorAll("[data-things]")) {
    const about = each.dataset.things.split(" ").filter((slug) => slugs.includes(slug));
    each.replaceWith(
      ...about.map((slug) => {
        const own = each.cloneNode(true);
        own.querySelector(".grid__names").textContent = names.get(slug);
        return own;
      }),
    );
  }
  return made;
}

function show() {
  const asked = [...new Set(read("with").toLowerCase().split(",").filter(Boolean))];
  const known = asked.filter((slug) => names.has(slug));
  const slugs = known.slice(0, MOST);
  const unknown = asked.filter((slug) => !names.has(slug));
  for (const [place, select] of selects.entries()) {
    select.value = slugs[place] ?? "";
    select.closest("label").hidden = place > Math.max(LEAST - 1, slugs.length);
    for (const option of select.options) option.disabled = slugs.includes(option.value) && option.value !== slugs[place];
  }
  const ready = slugs.length >= LEAST;
  const called = joined(slugs.map((slug) => names.get(slug)));
  const complaints = [unknown.length && words.unknown.replace("{names}", () => joined(unknown)), known.length > MOST && words.many];
  said.textContent = [...complaints, !ready && words.few].filter(Boolean).join(" ") || called;
  document.title = ready ? `${called} – ${title}` : title;
  whole.open = !ready;
  const sections = ready ? [...whole.querySelectorAll("section")].map((each) => section(each, slugs)).filter(Boolean) : [];
  stage.replaceChildren(...(ready ? [element("h2", { className: "section__title", textContent: called }), ...sections] : []));
}

/** Make the page's one form work. */
export function attach() {
  form.addEventListener("change", () => {
    keep({ with: selects.map((select) => select.value).filter(Boolean).join(",") }, { step: true });
    show();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  onReturn(show);
  show();
}
