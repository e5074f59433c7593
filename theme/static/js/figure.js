// The drawing as the reader's screen wants it: narrow or wide, light or dark.

const narrow = window.matchMedia("(max-width: 48em)");
const dark = window.matchMedia("(prefers-color-scheme: dark)");

/**
 * Choose the layout for this width and exchange the colours for this scheme.
 * drawing: data and layout of the wide one, `narrow` with what differs; layout.meta.roles gives each colour's
 * role with its light and its dark value.
 */
export function figureFor(drawing) {
  const { roles } = drawing.layout.meta;
  const chosen = narrow.matches
    ? { data: drawing.narrow.data ?? drawing.data, layout: drawing.narrow.layout }
    : { data: drawing.data, layout: drawing.layout };
  const partner = new Map(Object.values(roles));
  return exchange(chosen, dark.matches ? partner : new Map());
}

/** Copy, with each colour that has a partner exchanged for it; the library writes into what it is given. */
function exchange(value, partner) {
  if (typeof value === "string") return partner.get(value) ?? value;
  if (Array.isArray(value)) return value.map((one) => exchange(one, partner));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, exchange(one, partner)]));
}

/** Call back when width or scheme change; give a function that ends it. */
export function onScheme(changed) {
  for (const query of [narrow, dark]) query.addEventListener("change", changed);
  return () => {
    for (const query of [narrow, dark]) query.removeEventListener("change", changed);
  };
}
