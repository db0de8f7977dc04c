"""Addresses of information security."""

from django.urls import path

from samkop.governance.pages import (
    attesting,
    guidelines,
    incident_changes,
    incident_files,
    incident_list,
    incidents,
    security,
)

SECURITY, GUIDELINES = "cooperation/security/", "cooperation/guidelines/"
VERSION = f"{GUIDELINES}versions/<int:guideline_version_id>/"
INCIDENTS = "cooperation/incidents/"
INCIDENT = f"{INCIDENTS}<int:incident_id>/"

urlpatterns = [
    path(SECURITY, security.security, name="security"),
    path(f"{SECURITY}contact/", security.contact, name="become-contact"),
    path(
        f"{SECURITY}contacts/<int:security_contact_id>/end/", security.end_contact,
        name="stop-being-contact",
    ),
    path(f"{SECURITY}sharing/", security.share, name="share-support"),
    path(GUIDELINES, guidelines.guidelines, name="guidelines"),
    path(f"{GUIDELINES}add/", guidelines.starting, name="guideline-add"),
    path(f"{GUIDELINES}send/", guidelines.start, name="send-guideline"),
    path(f"{GUIDELINES}<int:guideline_id>/", guidelines.guideline, name="guideline"),
    path(f"{GUIDELINES}<int:guideline_id>/draft/", guidelines.drafting, name="draft-version"),
    path(f"{GUIDELINES}<int:guideline_id>/draft/send/", guidelines.draft, name="send-version"),
    path(VERSION, guidelines.version, name="guideline-version"),
    path(f"{VERSION}file/", guidelines.version_file, name="guideline-file"),
    path(f"{VERSION}propose/", guidelines.propose, name="propose-version"),
    path(f"{VERSION}adopt/", guidelines.adopt, name="adopt-version"),
    path(f"{VERSION}drop/", guidelines.drop, name="drop-version"),
    path(f"{VERSION}attest/", attesting.attesting, name="attest"),
    path(f"{VERSION}attest/send/", attesting.attest, name="send-attestation"),
    path(f"{VERSION}attestations/", attesting.attestations, name="guideline-attestations"),
    path(INCIDENTS, incident_list.incidents, name="incidents"),
    path(f"{INCIDENTS}add/", incidents.adding, name="incident-add"),
    path(f"{INCIDENTS}send/", incidents.send, name="send-incident"),
    path(INCIDENT, incidents.incident, name="incident"),
    path(f"{INCIDENT}move/", incidents.move, name="move-incident"),
    path(f"{INCIDENT}timeline/", incidents.write_entry, name="write-in-timeline"),
    path(f"{INCIDENT}report/", incidents.report, name="report-incident-to-authority"),
    path(f"{INCIDENT}describe/", incident_changes.describing, name="describe-incident"),
    path(f"{INCIDENT}describe/send/", incident_changes.describe, name="send-description"),
    path(f"{INCIDENT}clocks/", incident_changes.change_facts, name="change-clock-facts"),
    path(f"{INCIDENT}indicators/", incident_changes.indicate, name="add-indicators"),
    path(
        f"{INCIDENT}indicators/<int:indicator_id>/remove/", incident_changes.drop_indicator,
        name="remove-indicator",
    ),
    path(f"{INCIDENT}share/", incident_changes.sharing, name="share-incident"),
    path(f"{INCIDENT}mark/", incident_changes.mark, name="mark-incident"),
    path(f"{INCIDENT}name/", incident_changes.name, name="name-in-incident"),
    path(
        f"{INCIDENT}readers/<int:recipient_id>/remove/", incident_changes.unname,
        name="unname-in-incident",
    ),
    path(f"{INCIDENT}incident.pdf", incident_files.incident_pdf, name="incident-pdf"),
    path(f"{INCIDENT}incident.json", incident_files.incident_json, name="incident-json"),
]  # fmt: skip
