"""The reader's addresses."""

from django.urls import path

from comments import views

app_name = "comments"
urlpatterns = [
    path("submit/", views.submit, name="submit"),
    path("receipt/<str:token>/", views.receipt, name="receipt"),
    path("receipt/<str:token>/withdraw/", views.withdraw, name="withdraw"),
    path("receipt/<str:token>/appeal/", views.appeal, name="appeal"),
    path("receipt/<str:token>/anew/", views.anew, name="anew"),
    path("receipt/<str:token>/reasons/<int:number>/", views.reasons, name="reasons"),
    path("receipt/<str:token>/reasons/<int:number>.json", views.reasons_as_json, name="reasons_json"),
    path("receipt/<str:token>/sealed.json", views.sealed_by_receipt, name="sealed_by_receipt"),
    path("letter/<str:token>/", views.letter, name="letter"),
    path("letter/<str:token>/open/", views.letter_open, name="letter_open"),
    path("letter/<str:token>/stop/", views.letter_stop, name="letter_stop"),
    path("mails/", views.mail_choices, name="mail_choices"),
    path("<int:pk>/report/", views.report, name="report"),
    path("<int:pk>/sealed.json", views.sealed, name="sealed"),
    path("counts.json", views.counts, name="counts"),
    path("feed.atom", views.feed_of_all, name="feed_of_all"),
    path("feed/<int:pk>.atom", views.feed, name="feed"),
    path("mine/", views.mine, name="mine"),
    path("guidelines/", views.guidelines, name="guidelines"),
    path("transparency/", views.transparency, name="transparency"),
    path("transparency.csv", views.transparency_as_csv, name="transparency_csv"),
    path("transparency.json", views.transparency_as_json, name="transparency_json"),
    path("decisions/", views.log, name="log"),
    path("decisions.json", views.log_as_json, name="log_json"),
]
