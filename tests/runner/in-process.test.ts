import { inProcessExecutor } from "../../pipelines/runner/in-process.ts";
import { runnerConforms } from "./conformance.ts";
import { deeds } from "./deeds.ts";

runnerConforms("in process", async () => inProcessExecutor(deeds));
