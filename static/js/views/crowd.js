/** What only many Pods need: it comes when there are several. */

export { crowdLanes, foldedOwners, unfolded } from "../layout/crowd.js";
export { counter, generationSign, ownerName, signWidth, strip } from "./timeline/owners.js";
export { crowdMap } from "./crowd-map.js";
