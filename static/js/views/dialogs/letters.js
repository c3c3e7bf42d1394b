/**
 * The page's own letters for a picture: a browser that paints an SVG lets it fetch nothing, so the
 * faces with the letters that it uses go along in it. Chinese comes in a hundred pieces.
 */

/** A quoted or plain address in a style sheet. */
const ADDRESS = /url\(["']?([^"')]+)["']?\)/;

/** Faces are read only once something is painted with them, and nobody tells when they are. */
const READING_MS = { all: 300, each: 50 };

/**
 * @param {string} svg
 * @param {number} scale
 * @returns {Promise<HTMLCanvasElement>} the picture, painted with its letters
 */
export async function painted(svg, scale) {
  const codes = new Set([...svg].map((letter) => letter.codePointAt(0) ?? 0));
  const used = facesOf(document.styleSheets).filter((face) => hasAny(face, codes));
  const inlined = await Promise.all(used.map(inlinedFace));
  const lettered = svg.replace("<defs>", () => `<defs><style>${inlined.join("")}</style>`);
  const image = new Image();
  image.src = await dataUrl(new Blob([lettered], { type: "image/svg+xml" }));
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * scale;
  canvas.height = image.naturalHeight * scale;
  const paint = () => canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  paint();
  const readingMs = READING_MS.all + READING_MS.each * used.length;
  await new Promise((done) => setTimeout(done, readingMs));
  paint();
  return canvas;
}

/** @param {StyleSheetList} sheets */
function facesOf(sheets) {
  return [...sheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule instanceof CSSFontFaceRule);
}

/**
 * Whether a face is for any of these letters.
 *
 * @param {CSSFontFaceRule} face
 * @param {Set<number>} codes
 */
function hasAny(face, codes) {
  const ranges = face.style.getPropertyValue("unicode-range").split(",");
  return ranges.some((range) => {
    const [from, to = from] = range.trim().replace(/^U\+/i, "").split("-");
    const [first, last] = [Number.parseInt(from, 16), Number.parseInt(to, 16)];
    return [...codes].some((code) => code >= first && code <= last);
  });
}

/** @param {CSSFontFaceRule} face */
async function inlinedFace(face) {
  const address = ADDRESS.exec(face.style.getPropertyValue("src"))?.[1] ?? "";
  const base = face.parentStyleSheet?.href ?? location.href;
  const file = await fetch(new URL(address, base));
  if (!file.ok) return "";
  const data = await dataUrl(await file.blob());
  return face.cssText.replace(/src:[^;]+;/, () => `src: url("${data}");`);
}

/**
 * @param {Blob} blob
 * @returns {Promise<string>}
 */
function dataUrl(blob) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });
}
