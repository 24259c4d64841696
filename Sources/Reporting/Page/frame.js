// The part that all plots share: size, axes with their marks, and reference lines.

// Draws axes around an empty field and answers it with its two scales.
// `x` and `y` are { axis, domain } or, for rows of names, { names }.
function framed(host, { height, x, y, top = 10 }) {
  const width = Math.max(220, host.clientWidth || 600);
  const svg = element(host, "svg", {
    viewBox: `0 0 ${width} ${height}`, width, height, role: "img", focusable: "false",
  });
  const yTicks = y.axis ? ticks(y.axis, y.domain, Math.max(2, height / 55)) : [];
  const yTexts = y.axis ? writtenMarks(yTicks, y.axis) : y.names.map((name) => fitted(name, width * 0.36));
  const left = Math.ceil(largest([10, ...yTexts.map(textWidth)])) + 10 + (y.axis?.label ? 16 : 0);
  const right = 14;
  const bottom = 24 + (x.axis.label ? 18 : 0);
  const field = { left, top, right: width - right, bottom: height - bottom, width, height };
  const across = scaled(x.axis, x.domain, [field.left, field.right]);
  const up = y.axis ? scaled(y.axis, y.domain, [field.bottom, field.top]) : null;
  const axes = element(svg, "g", { class: "axes", "aria-hidden": "true" });

  const room = largest(writtenMarks(ticks(x.axis, x.domain, 5), x.axis).map(textWidth));
  const count = Math.max(2, Math.min(9, (field.right - field.left) / (room + 18)));
  const xTicks = ticks(x.axis, x.domain, count);
  const xTexts = writtenMarks(xTicks, x.axis);
  xTicks.forEach((value, index) => {
    const at = across(value);
    if (!y.axis) {
      element(axes, "line", { class: "grid", x1: at, x2: at, y1: field.top, y2: field.bottom });
    }
    element(axes, "line", { class: "tick", x1: at, x2: at, y1: field.bottom, y2: field.bottom + 4 });
    // A text at the very edge leans inwards, so that it is not cut off.
    const half = textWidth(xTexts[index]) / 2;
    const middle = Math.min(width - half - 1, Math.max(half + 1, at));
    element(axes, "text", { x: middle, y: field.bottom + 17, "text-anchor": "middle" }, xTexts[index]);
  });
  yTicks.forEach((value, index) => {
    const at = up(value);
    element(axes, "line", { class: "grid", x1: field.left, x2: field.right, y1: at, y2: at });
    element(axes, "text", { x: field.left - 7, y: at + 4, "text-anchor": "end" }, yTexts[index]);
  });
  if (!y.axis) {
    const step = (field.bottom - field.top) / y.names.length;
    y.names.forEach((name, index) => {
      const at = field.top + step * (index + 0.5) + 4;
      const text = element(axes, "text", { x: field.left - 7, y: at, "text-anchor": "end" }, yTexts[index]);
      element(text, "title", {}, name);
    });
  }
  element(axes, "line", { class: "base", x1: field.left, x2: field.right, y1: field.bottom, y2: field.bottom });
  if (x.axis.label) {
    const text = fitted(x.axis.label, field.right - field.left);
    const middle = (field.left + field.right) / 2;
    element(axes, "text", { class: "name", x: middle, y: height - 5, "text-anchor": "middle" }, text);
  }
  if (y.axis?.label) {
    const text = fitted(y.axis.label, field.bottom - field.top);
    const turn = `translate(11 ${(field.top + field.bottom) / 2}) rotate(-90)`;
    element(axes, "text", { class: "name", transform: turn, "text-anchor": "middle" }, text);
  }
  return { svg, field, x: across, y: up, marks: element(svg, "g", { class: "marks" }) };
}

// A dashed line at one value, with its name beside it.
function referenceLine(frame, { label, value }, upright, index = 0) {
  const place = upright ? frame.x : frame.y;
  const [low, high] = place.domain;
  if (!(value >= low && value <= high)) return;
  const { left, right, top, bottom } = frame.field;
  const at = place(value);
  const line = upright ? { x1: at, x2: at, y1: top, y2: bottom } : { x1: left, x2: right, y1: at, y2: at };
  element(frame.svg, "line", { class: "reference", ...line });
  const wide = textWidth(label);
  const fits = upright && at + wide + 6 <= right;
  // Over rows of names the text stands above the field, where it hides none of them.
  const height = frame.y ? top + 11 + 14 * index : top - 5 - 14 * index;
  const beside = upright
    ? { x: fits ? at + 5 : at - 5, y: height, "text-anchor": fits ? "start" : "end" }
    : { x: left + 5, y: at - 5, "text-anchor": "start" };
  element(frame.svg, "text", { class: "reference", ...beside }, label);
}
