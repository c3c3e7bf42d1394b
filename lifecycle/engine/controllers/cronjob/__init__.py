"""CronJobs: Jobs that are made by the clock.

Mirrors pkg/controller/cronjob.
"""
