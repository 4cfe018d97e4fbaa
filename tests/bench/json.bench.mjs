// Reading and writing JSON, beside the engine's own JSON object: the floor that nobody in a browser beats.

import { compare, native, ours, tell, time } from "./measure.mjs";

const text = JSON.stringify({ orders: Array.from({ length: 100 }, (_, id) => ({ id, name: `order ${id}`, total: id * 1.5 })) });
const our = await time(() => ours.jsonRoundTrips(text, 1));
const theirs = await time(() => JSON.stringify(JSON.parse(text)));

compare("read and write 100 orders", our, theirs, "V8's JSON");
tell("the same natively", native("json", text));
