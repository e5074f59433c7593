// A data cursor for the keyboard: arrow keys go from value to value, and each one is shown and read out.

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Give every value that has words, by trace and point. */
function values(plot) {
  return plot.data.flatMap((trace, curveNumber) => {
    const words = trace.hovertext ?? trace.text;
    if (!words || trace.hoverinfo === "skip" || trace.hoverinfo === "none") return [];
    const subplot = (trace.xaxis ?? "x") + (trace.yaxis ?? "y");
    const each = Array.isArray(words) ? words : [words];
    return each.map((text, pointNumber) => ({ curveNumber, pointNumber, subplot, text })).filter((one) => one.text);
  });
}

/** Words without the marks of the hover label: `<b>A &amp; B</b><br>12` is read as `A & B, 12`. */
function plain(text) {
  return new DOMParser().parseFromString(text.replaceAll("<br>", ", "), "text/html").body.textContent;
}

/**
 * Make a chart a stop for the keyboard.
 * label: its name; hint: how to use the keys; said: the live region that reads the values out.
 */
export function addCursor(Plotly, plot, label, hint, said) {
  let place = -1;
  plot.tabIndex = 0;
  plot.setAttribute("role", "application");
  plot.setAttribute("aria-label", `${label}. ${hint}`);
  plot.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (step === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    const every = values(plot);
    if (!every.length) return;
    event.preventDefault();
    place = place < 0 ? (step > 0 ? 0 : every.length - 1) : (place + step + every.length) % every.length;
    const { curveNumber, pointNumber, subplot, text } = every[place];
    Plotly.Fx.hover(plot, [{ curveNumber, pointNumber }], subplot);
    said.textContent = plain(text);
  });
  plot.addEventListener("blur", () => Plotly.Fx.unhover(plot));
}
