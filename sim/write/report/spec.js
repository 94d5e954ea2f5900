// A drawing with its data, in these colours and so wide, and the configuration for it: what a page shows and --charts writes.
const filled_spec = (specs, drawing, data, colours, width) => {
  const spec = structuredClone(specs[drawing]);
  const config = JSON.parse(JSON.stringify(specs.config).replace(/"\$(\w+)"/g, (whole, name) => JSON.stringify(colours[name])));
  spec.data.find((source) => source.name === "rows").values = data.rows;
  for (const signal of spec.signals) {
    if (signal.name in colours) signal.value = colours[signal.name];
    if (data.signals && signal.name in data.signals) signal.value = data.signals[signal.name];
  }
  spec.width = width;
  const tall = spec.usermeta;
  if (tall) spec.height = (spec.width < 480 && tall.narrow_row || tall.row) * new Set(data.rows.map((row) => row.name)).size;
  spec.autosize = { type: spec.layout ? "pad" : "fit-x", contains: "padding", resize: true };
  return [spec, config];
};
