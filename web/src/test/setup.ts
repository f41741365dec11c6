import 'fake-indexeddb/auto'

// The client asks for its own address, the translations for what was chosen on this device.
Object.assign(globalThis, { location: new URL('http://luodi.test/') })
