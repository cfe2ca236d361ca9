import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** `TRELLIS` names the Trellis that the development server passes requests on to. */
const trellis = process.env.TRELLIS ?? "http://127.0.0.1:4000";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // A data: URI would need an exception in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2023",
  },
  server: {
    host: "127.0.0.1",
    proxy: {
      "/api": trellis,
      "/local": trellis,
      "/config.json": trellis,
      "/healthz": trellis,
      "/live": { target: trellis, ws: true },
    },
  },
});
