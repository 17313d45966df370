// What every page needs as long as it is there.
import "./composing.js";
import "./standins.js";
import "./signs.js";

export default function () {}
