export function installDebianPackages(packages: readonly string[]): void;
