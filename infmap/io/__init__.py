"""How anything is written: whole files, known formats, texts that stay texts."""
