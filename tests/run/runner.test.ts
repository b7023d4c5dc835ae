import { inProcessRunner } from "../../pipelines/runner/in-process.ts";
import { runnerConforms } from "./conformance.ts";

runnerConforms("in process", () => inProcessRunner(() => performance.now()));
