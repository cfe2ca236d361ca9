import { vintnerApp } from "../lib/vintner-app.ts";

vintnerApp().synth();
