"""Taking cases in at the window: situation, applicant, materials, form, signature, receipt."""
