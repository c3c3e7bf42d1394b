/** What stands in the tabs that nobody sees at first: they come after the first frames. */

export { anatomyPanel } from "./anatomy.js";
export { clusterPanel } from "./cluster.js";
export { Kubectl } from "./kubectl.js";
export { stepsPanel } from "./steps.js";
export { terminationPanel } from "./termination.js";
