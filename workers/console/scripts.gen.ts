export const DIGESTS = {"editor":"358196724663","page":"33c95226cbb1"}
