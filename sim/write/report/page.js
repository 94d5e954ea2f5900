"use strict";
// Draws every chart of the page in the colours of the reader's screen, as wide as there is room, and saves it as a picture.
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const specs = read("drawings"), tokens = () => {
    const style = getComputedStyle(document.documentElement), of = (name) => style.getPropertyValue("--" + name).trim();
    return { ink: of("ink"), soft: of("soft"), edge: of("edge"), paper: of("paper"), up: of("up"), down: of("down"),
             category: ["k0", "k1", "k2", "k3", "k4", "k5"].map(of) };
  };
  const config = (t) => {
    const filled = JSON.stringify(specs.config).replace(/"\$(\w+)"/g, (whole, name) => JSON.stringify(t[name]));
    return JSON.parse(filled);
  };
  const views = new Map(), data_of = (spec) => spec.data.find((source) => source.name === "rows").values;
  const spec_of = (figure, t) => {
    const data = read(figure.id + "-data"), spec = structuredClone(specs[figure.dataset.chart]);
    spec.data.find((source) => source.name === "rows").values = data.rows;
    for (const signal of spec.signals) {
      if (signal.name in t) signal.value = t[signal.name];
      if (data.signals && signal.name in data.signals) signal.value = data.signals[signal.name];
    }
    return spec;
  };
  const draw = (figure) => {
    const t = tokens(), place = figure.querySelector(".drawing");
    views.get(figure)?.finalize();
    const spec = spec_of(figure, t);
    spec.width = Math.max(260, place.clientWidth - 4);
    const tall = spec.usermeta;
    if (tall) spec.height = (spec.width < 480 && tall.narrow_row || tall.row) * new Set(data_of(spec).map((row) => row.name)).size;
    spec.autosize = { type: spec.layout ? "pad" : "fit-x", contains: "padding", resize: true };
    const view = new vega.View(vega.parse(spec, config(t), { ast: true }), { expr: vega.expressionInterpreter, renderer: "svg", container: place, hover: true });
    view.description(figure.querySelector("figcaption").textContent);
    views.set(figure, view);
    return view.runAsync();
  };
  const save = async (figure, kind) => {
    const link = document.createElement("a");
    link.href = await views.get(figure).toImageURL(kind, 2);
    link.download = figure.id + "." + kind;
    link.click();
  };
  const figures = [...document.querySelectorAll("figure[data-chart]")];
  const draw_all = () => Promise.all(figures.map(draw)).then(() => document.documentElement.dataset.drawn = figures.length);
  for (const figure of figures) {
    for (const button of figure.querySelectorAll("button[data-save]")) {
      button.hidden = false;
      button.addEventListener("click", () => save(figure, button.dataset.save));
    }
  }
  let width = window.innerWidth, waiting;
  window.addEventListener("resize", () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    clearTimeout(waiting);
    waiting = setTimeout(draw_all, 150);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw_all);
  draw_all();
})();
