"use strict";
// Draws every chart of the page in the colours of the reader's screen, as wide as there is room, and saves it as a picture.
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const specs = read("drawings"), tokens = () => {
    const style = getComputedStyle(document.documentElement), of = (name) => style.getPropertyValue("--" + name).trim();
    return { ink: of("ink"), soft: of("soft"), edge: of("edge"), paper: of("paper"), up: of("up"), down: of("down"),
             category: ["k0", "k1", "k2", "k3", "k4", "k5"].map(of) };
  };
  const canvas = document.createElement("canvas").getContext("2d");
  const measure = (text, font) => Object.assign(canvas, { font: font + " system-ui, sans-serif" }).measureText(text).width;
  let paper = false;
  const views = new Map();
  const draw = (figure) => {
    const t = tokens(), place = figure.querySelector(".drawing");
    views.get(figure)?.finalize();
    const width = paper ? 780 : Math.max(260, place.clientWidth - 4);
    const [spec, config] = filled_spec(specs, figure.dataset.chart, read(figure.id + "-data"), t, width, measure);
    const view = new vega.View(vega.parse(spec, config, { ast: true }), { expr: vega.expressionInterpreter, renderer: "svg", container: place, hover: true });
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
  // Paper is white, and pictures are made a little smaller on it (page.css). All that drawing waits for is done before the browser goes on to print.
  const draw_for = (is_paper) => {
    paper = is_paper;
    document.documentElement.toggleAttribute("data-paper", paper);
    draw_all();
  };
  window.addEventListener("beforeprint", () => draw_for(true));
  window.addEventListener("afterprint", () => draw_for(false));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw_all);
  draw_all();
})();
