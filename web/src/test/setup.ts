import 'fake-indexeddb/auto'

// jsdom opens no dialogs; the pages only need the attribute.
HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) { this.open = true }
HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) { this.open = false }
