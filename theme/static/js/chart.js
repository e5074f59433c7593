// Opens the interactive version of a chart when the reader asks for it. The page is complete without this module:
// buttons are hidden until it runs, and whatever fails leaves the picture in place.

import { figureFor, onScheme } from "./figure.js";
import { addCursor } from "./cursor.js";

const libraries = new Map();

/** Load the charts' library once; it is a classic script, so an element and not an import. */
function load(url) {
  if (!libraries.has(url)) {
    const script = document.createElement("script");
    script.src = url;
    const loaded = new Promise((resolve, reject) => {
      script.onload = () => resolve(window.Plotly);
      script.onerror = () => {
        libraries.delete(url); // The reader may try again.
        reject(new Error(`${url} did not load`));
      };
    });
    libraries.set(url, loaded);
    document.head.append(script);
  }
  return libraries.get(url);
}

async function json(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

class Explorer {
  constructor(button) {
    this.button = button;
    this.chart = button.closest(".chart");
    this.stage = this.chart.querySelector(".chart__stage");
    this.said = document.createElement("p");
    this.said.className = "chart__said";
    this.said.setAttribute("aria-live", "polite");
    button.hidden = false;
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-busy")) return;
      if (this.plot) this.close();
      else this.open();
    });
  }

  async open() {
    const { library, locale, language, figure, loading, failed } = this.button.dataset;
    this.button.setAttribute("aria-busy", "true");
    this.stage.after(this.said);
    this.said.textContent = loading;
    try {
      const [Plotly, words, drawing] = await Promise.all([load(library), json(locale), json(figure)]);
      Plotly.register(words);
      this.Plotly = Plotly;
      this.config = { locale: language, displayModeBar: false, displaylogo: false, responsive: true, typesetMath: false };
      this.drawing = drawing;
      await this.draw();
    } catch (problem) {
      console.error(problem);
      this.close();
      this.stage.after(this.said);
      this.said.textContent = failed;
    } finally {
      this.button.removeAttribute("aria-busy");
    }
  }

  async draw() {
    const { label, hint, close, png } = this.button.dataset;
    this.plot = document.createElement("div");
    this.plot.className = "chart__plot";
    this.stage.append(this.plot);
    this.chart.classList.add("chart--live");
    const { data, layout } = figureFor(this.drawing);
    await this.Plotly.newPlot(this.plot, data, layout, this.config);
    this.forget = onScheme(() => {
      const next = figureFor(this.drawing);
      this.Plotly.react(this.plot, next.data, next.layout, this.config);
    });
    addCursor(this.Plotly, this.plot, label, hint, this.said);
    this.said.textContent = hint;
    this.button.textContent = close;
    this.save = document.createElement("button");
    this.save.type = "button";
    this.save.className = "button button--small button--quiet";
    this.save.textContent = png;
    this.save.addEventListener("click", () =>
      this.Plotly.downloadImage(this.plot, { format: "png", scale: 2, filename: this.chart.id }),
    );
    this.button.after(this.save);
  }

  close() {
    this.forget?.();
    this.save?.remove();
    if (this.plot) this.Plotly.purge(this.plot);
    this.plot?.remove();
    this.plot = undefined;
    this.said.remove();
    this.chart.classList.remove("chart--live");
    this.button.textContent = this.button.dataset.open;
  }
}

/** Offer the interactive version of a chart through its button. */
export function attach(button) {
  new Explorer(button);
}
