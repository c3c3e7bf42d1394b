"""The addresses of pages and of the HTTP interface."""

from django.urls import path

from lifecycle import views

urlpatterns = [path("", views.stage, name="stage")]
