"""Where everything is."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from newsroom import (
    account_language,
    account_pages,
    crawlers,
    health,
    mailed_code,
    providers,
    sign_up,
    sitemaps,
    views,
)
from newsroom.demo import views as demo

# Staff sign in through the same throttled door as everyone.
admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", views.front_page, name="front_page"),
    path("articles/<slug:slug>/", views.article, name="article"),
    path("comments/", include("comments.urls")),
    path("accounts/", account_pages.account, name="account"),
    path("accounts/data/", account_pages.data, name="account_data"),
    path("accounts/erase/", account_pages.erase, name="account_erase"),
    path("accounts/code/", mailed_code.MailedCodeView.as_view(), name="account_mailed_code"),
    path("accounts/signup/", sign_up.SignupView.as_view(), name="account_signup"),
    path("accounts/3rdparty/signup/", sign_up.SocialSignupView.as_view(), name="socialaccount_signup"),
    path("accounts/oidc/<str:provider_id>/login/", providers.login),
    path("accounts/oidc/<str:provider_id>/login/callback/", providers.callback),
    path("accounts/", include("allauth.urls")),
    path("demo/mail/", demo.mails, name="demo_mails"),
    path("demo/mail/<str:file>/<int:number>/", demo.mail, name="demo_mail"),
    path("demo/mail/<str:file>/<int:number>/html/", demo.mail_html, name="demo_mail_html"),
    path("language/", account_language.choose, name="choose_language"),
    path("admin/", admin.site.urls),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemaps.part, name="sitemap_part"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]

handler400 = "newsroom.views.bad_request"
handler500 = "newsroom.views.server_error"
