export const DIGESTS = {"editor":"358196724663","page":"8b53a4a6375b"}
