#!/usr/bin/env node
import { register } from "tsx/esm/api";

register();
const { main } = await import("./fundwatch.ts");
process.exitCode = await main(process.argv.slice(2));
// Timers of a client that has lost its Redis would keep the process for a while.
if (process.env.REDIS_URL) setTimeout(() => process.exit(), 1000).unref();
