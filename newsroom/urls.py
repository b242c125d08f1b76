"""Where everything is."""

from allauth.account import views as allauth_account
from allauth.account.decorators import secure_admin_login
from allauth.mfa.recovery_codes.views import generate_recovery_codes
from allauth.mfa.totp.views import activate_totp
from allauth.socialaccount.views import connections
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
from newsroom.mailed_code import asked_again_to_change

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
    *[
        # By these, whoever finds a signed-in browser would get what they could answer with the next time.
        path(f"accounts/{route}", asked_again_to_change(view), name=name)
        for route, view, name in (
            ("email/", allauth_account.email, "account_email"),
            ("password/set/", allauth_account.password_set, "account_set_password"),
            ("2fa/totp/activate/", activate_totp, "mfa_activate_totp"),
            ("2fa/recovery-codes/generate/", generate_recovery_codes, "mfa_generate_recovery_codes"),
            ("3rdparty/", connections, "socialaccount_connections"),
        )
    ],
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
