/** How much room the lanes have: what the rest of the stage leaves them. */

const LARGEST = 1.3;

/**
 * How high the lanes may be, with the panels at their least. The panels grow into what the lanes
 * leave; how much that is can be taken back.
 *
 * @param {HTMLElement} timeline
 * @param {HTMLElement} lanes
 * @param {HTMLElement} stage
 */
export function roomFor(timeline, lanes, stage) {
  const { paddingTop, paddingBottom, rowGap } = getComputedStyle(stage);
  const px = (/** @type {string} */ length) => Number.parseFloat(length) || 0;
  const around = [...stage.children].filter(
    (child) => child.getClientRects().length > 0 && !child.matches(".splitter"),
  );
  const taken = around.map((child) => {
    const { height } = child.getBoundingClientRect();
    if (child === timeline) return height - lanes.clientHeight;
    if (!child.matches(".panels")) return height;
    const { flexBasis } = getComputedStyle(child);
    return flexBasis.endsWith("%") ? (px(flexBasis) / 100) * stage.clientHeight : px(flexBasis);
  });
  const gaps = Math.max(0, around.length - 1) * px(rowGap) + px(paddingTop) + px(paddingBottom);
  return stage.clientHeight - gaps - taken.reduce((sum, height) => sum + height, 0);
}

/**
 * How much larger lanes are drawn when presenting: as far as there is room.
 *
 * @param {number} room
 * @param {number} height   of the lanes as they are
 */
export function enlarged(room, height) {
  const fits = height ? room / height : LARGEST;
  return Math.floor(50 * Math.max(1, Math.min(LARGEST, fits))) / 50;
}
