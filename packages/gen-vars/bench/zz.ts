import { planningTimes } from "./planning.ts"; import { runningTimes } from "./running.ts";
for (const h of [1000, 10000]) { const t = await planningTimes(h, 5); console.log(h, JSON.stringify(t), (t.empty/t.baseline).toFixed(2), (t.stored/t.baseline).toFixed(2), (t.plan/t.baseline).toFixed(2)); }
for (const r of await runningTimes(6)) console.log(r.what, r.ours.toFixed(0), r.bare.toFixed(0), (r.ours/r.bare).toFixed(2));
