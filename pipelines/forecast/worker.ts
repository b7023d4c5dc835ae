import { parentPort } from "node:worker_threads";
import { forecastJob } from "./job.ts";
import { answering } from "./threads.ts";

answering(parentPort!, forecastJob);
