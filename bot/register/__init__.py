"""The register (台账): the supervision ledger as a table that offices know, brought along or taken out."""
