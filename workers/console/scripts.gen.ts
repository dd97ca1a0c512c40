export const DIGESTS = {"editor":"358196724663","page":"3ae7dbade7b6"}
