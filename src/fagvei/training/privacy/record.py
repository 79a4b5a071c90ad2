"""The doctor's record. What others think of the doctor, and the doctor's own reflections, are sensitive."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields(
        "GoalPlan",
        open="public_id",
        personal="doctor goal_set created_at",
    ),
    **sort_fields(
        "EducationPlan",
        open="public_id",
        personal="doctor specialty institution assigned_by assigned_at archived_by archived_at goal_plans",
        sensitive="archive_reason",
    ),
    **sort_fields(
        "PlanGoal",
        open="public_id",
        personal="goal_plan doctor goal revision state waiting_on since completed_at completion",
    ),
    **sort_fields(
        "GoalEvent",
        open="public_id",
        personal="plan_goal kind state_after waiting_on by acting_as at",
        sensitive="comment",
    ),
    **sort_fields(
        "OpinionRequest",
        open="public_id",
        personal="plan_goal completion person as_role at",
    ),
    **sort_fields(
        "Opinion",
        open="public_id",
        personal="plan_goal completion by as_role at",
        sensitive="verdict level_seen reason",
    ),
    **sort_fields(
        "SignOff",
        open="public_id",
        personal=("plan_goal doctor by acting_as responsible_leader revision mentor_opinion supervisor_opinion at"),
        sensitive="reason",
    ),
    **sort_fields(
        "SignOffWithdrawal",
        open="public_id",
        personal="sign_off by at",
        sensitive="reason",
    ),
    **sort_fields(
        "PlanActivity",
        open="public_id",
        personal=(
            "doctor institution activity kind title done_on arena place repetitions independence batch hours supervisor "
            "on_behalf_by state waiting_on since created_at goals"
        ),
        sensitive="reflection",
    ),
    **sort_fields(
        "ActivityEvent",
        open="public_id content_digest",
        personal="activity kind state_after waiting_on by acting_as at",
        sensitive="comment",
    ),
    **sort_fields(
        "Attachment",
        open="public_id sha256",
        personal="activity name content_type size uploaded_by at",
        sensitive="file",
    ),
    **sort_fields(
        "PersonalRequirement",
        open="public_id",
        personal="plan_goal activity repetitions cited_activity cited_opinion cited_assessment by at",
        sensitive="reason",
    ),
    **sort_fields(
        "EquivalentActivity",
        open="public_id",
        personal="plan_goal doctor requirement plan_activity by acting_as at",
        sensitive="reason",
    ),
    **sort_fields(
        "Employment",
        open="public_id",
        personal="doctor institution employer percent starts_on ends_on state waiting_on since created_at",
    ),
    **sort_fields(
        "Placement",
        open="public_id",
        personal=(
            "doctor employment institution arena place kind specialty percent starts_on ends_on counts "
            "state waiting_on since created_at"
        ),
        sensitive="counts_reason",
    ),
    # Why somebody is away from work tells of health: the whole of it is sensitive.
    **sort_fields(
        "Absence",
        open="public_id",
        personal="doctor placement state waiting_on since created_at",
        sensitive="kind percent starts_on ends_on",
    ),
    **sort_fields(
        "ServiceEvent",
        open="public_id content_digest",
        personal="employment placement absence kind state_after waiting_on by acting_as at",
        sensitive="comment",
    ),
    **sort_fields(
        "ServiceCertificate",
        open="public_id",
        personal="doctor institution place specialty starts_on ends_on service state waiting_on since created_at",
        sensitive="absences content supervision teaching duty satisfactory",
    ),
    **sort_fields(
        "CertificateEvent",
        open="public_id content_digest",
        personal="certificate kind state_after waiting_on by acting_as at",
        sensitive="comment",
    ),
    **sort_fields(
        "Part1Confirmation",
        open="public_id",
        personal="doctor basis completed_on seen by acting_as at",
    ),
    **sort_fields(
        "Part1Withdrawal",
        open="public_id",
        personal="confirmation by at",
        sensitive="reason",
    ),
}

# Drafts are class C (formative) until they are sent; their rows are the same table.
RETENTION: dict[str, Retention] = {
    "GoalPlan": Retention.DECISION,
    "EducationPlan": Retention.DECISION,
    "PlanGoal": Retention.DECISION,
    "GoalEvent": Retention.DECISION,
    "OpinionRequest": Retention.DECISION,
    "Opinion": Retention.DECISION,
    "SignOff": Retention.DECISION,
    "SignOffWithdrawal": Retention.DECISION,
    "PlanActivity": Retention.EVIDENCE,
    "ActivityEvent": Retention.EVIDENCE,
    "Attachment": Retention.EVIDENCE,
    "PersonalRequirement": Retention.DECISION,
    "EquivalentActivity": Retention.DECISION,
    "Employment": Retention.DECISION,
    "Placement": Retention.DECISION,
    "Absence": Retention.EVIDENCE,
    "ServiceEvent": Retention.DECISION,
    "ServiceCertificate": Retention.DECISION,
    "CertificateEvent": Retention.DECISION,
    "Part1Confirmation": Retention.DECISION,
    "Part1Withdrawal": Retention.DECISION,
}

# Mentoring: that two people met is personal, what they wrote is sensitive and encrypted with a key that can be destroyed.
FIELDS |= {
    **sort_fields(
        "ContentKey", open="public_id", personal="doctor series created_at destroyed_at", sensitive="locked_key"
    ),
    **sort_fields(
        "MentoringSeries",
        open="public_id",
        personal=("kind doctor mentor institution name interval_weeks started_by started_at ended_by ended_at"),
    ),
    **sort_fields("GroupMember", open="public_id", personal="series doctor added_by joined_at ended_by left_at"),
    **sort_fields(
        "MentoringSession",
        open="public_id",
        personal="series doctors starts_at place state waiting_on since invited_by created_at",
    ),
    **sort_fields(
        "MentoringEvent",
        open="public_id",
        personal="session kind state_after waiting_on by acting_as at starts_at",
    ),
    **sort_fields(
        "MentoringText",
        open="public_id commitment",
        personal="session kind author doctor key at",
        sensitive="ciphertext",
    ),
    **sort_fields(
        "MentoringAction",
        open="public_id",
        personal="series session text owner due_on agreed_by created_at done_by done_at",
    ),
    **sort_fields("MentoringShare", open="public_id", personal="session person by at"),
    **sort_fields("MentoringShareWithdrawal", open="public_id", personal="share by at"),
}
RETENTION |= dict.fromkeys(
    (
        "ContentKey", "MentoringSeries", "GroupMember", "MentoringSession", "MentoringEvent", "MentoringText",
        "MentoringAction", "MentoringShare", "MentoringShareWithdrawal",
    ),
    Retention.FORMATIVE,
)  # fmt: skip

# Internal teaching: the calendar is a workplace's own, who was there is personal.
FIELDS |= {
    **sort_fields(
        "TeachingSession",
        open="public_id institution arena title starts_at ends_at place goals code calendar_uid created_at cancelled_at",
        personal="teacher teacher_name created_by cancelled_by reason",
    ),
    **sort_fields(
        "Attendance",
        open="public_id",
        personal="session doctor how by at annulled_by annulled_at",
        sensitive="reason annul_reason",
    ),
    **sort_fields("WrongCode", personal="user at"),
}
RETENTION |= {
    "TeachingSession": Retention.EVIDENCE,
    "Attendance": Retention.EVIDENCE,
    "WrongCode": Retention.TECHNICAL,
}
