// Making elements, and reading the colours of the style sheet.

const svgSpace = "http://www.w3.org/2000/svg";

function element(parent, name, attributes = {}, text = null) {
  const inSVG = parent.namespaceURI === svgSpace || name === "svg";
  const node = inSVG ? document.createElementNS(svgSpace, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== null) node.textContent = text;
  parent.append(node);
  return node;
}

// The report writes numbers that JSON cannot hold as words: "NaN", "Infinity", "-Infinity".
const number = (value) => (typeof value === "number" ? value : Number(value));
const finite = (values) => values.map(number).filter(Number.isFinite);
const range = (count) => Array.from({ length: count }, (_, index) => index);

// Spreading a long array into Math.min would exceed the engine's argument limit.
const smallest = (values) => values.reduce((a, b) => Math.min(a, b), Infinity);
const largest = (values) => values.reduce((a, b) => Math.max(a, b), -Infinity);

const seriesColour = (index) => `var(--series-${index % 6})`;

const ruler = document.createElement("canvas").getContext("2d");
ruler.font = "11px system-ui, sans-serif";
const textWidth = (text) => ruler.measureText(text).width;

// `text`, cut so that it is at most `width` pixels wide.
function fitted(text, width) {
  if (textWidth(text) <= width) return text;
  let count = text.length;
  while (count > 1 && textWidth(text.slice(0, count) + "…") > width) count -= 1;
  return text.slice(0, count) + "…";
}
