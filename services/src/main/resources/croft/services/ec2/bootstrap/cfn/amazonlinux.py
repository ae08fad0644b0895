"""What Amazon Linux calls otherwise than Debian: packages, services, accounts and files.

Templates name packages as Amazon Linux does. Where an image has apt instead of yum, these tables
say what stands for them. A name that is not here is asked for as it is.
"""

import os
import shutil
import subprocess

# yum's name: apt's names, none where Debian has it in another package or in none.
PACKAGES = {
    "aws-cfn-bootstrap": [],
    "bind-utils": ["dnsutils"],
    "bzip2-devel": ["libbz2-dev"],
    "cronie": ["cron"],
    "curl-devel": ["libcurl4-openssl-dev"],
    "expat-devel": ["libexpat1-dev"],
    "freetype-devel": ["libfreetype-dev"],
    "gcc-c++": ["g++"],
    "gd": ["libgd3"],
    "gd-devel": ["libgd-dev"],
    "ghostscript-devel": ["libgs-dev"],
    "glibc-devel": ["libc6-dev"],
    "httpd": ["apache2"],
    "httpd-devel": ["apache2-dev"],
    "httpd-tools": ["apache2-utils"],
    "httpd24": ["apache2"],
    "ImageMagick": ["imagemagick"],
    "ImageMagick-devel": ["libmagickwand-dev"],
    "java-1.6.0-openjdk": ["default-jre-headless"],
    "java-1.6.0-openjdk-devel": ["default-jdk-headless"],
    "java-1.7.0-openjdk": ["default-jre-headless"],
    "java-1.7.0-openjdk-devel": ["default-jdk-headless"],
    "java-1.8.0-openjdk": ["default-jre-headless"],
    "java-1.8.0-openjdk-devel": ["default-jdk-headless"],
    "libffi-devel": ["libffi-dev"],
    "libjpeg-devel": ["libjpeg-dev"],
    "libpng-devel": ["libpng-dev"],
    "libtiff-devel": ["libtiff-dev"],
    "libxml2-devel": ["libxml2-dev"],
    "libxslt-devel": ["libxslt1-dev"],
    "libyaml-devel": ["libyaml-dev"],
    "mariadb": ["mariadb-client"],
    "mod_ssl": ["apache2"],
    "mysql": ["mariadb-client"],
    "mysql-devel": ["libmariadb-dev", "libmariadb-dev-compat"],
    "mysql-libs": ["libmariadb3"],
    "mysql-server": ["mariadb-server"],
    "mysql55": ["mariadb-client"],
    "mysql55-server": ["mariadb-server"],
    "ncurses-devel": ["libncurses-dev"],
    "nodejs-npm": ["npm"],
    "openssl-devel": ["libssl-dev"],
    "pcre-devel": ["libpcre3-dev"],
    "php": ["php", "libapache2-mod-php"],
    "php-devel": ["php-dev"],
    "php-mbstring": ["php-mbstring"],
    "php-mysql": ["php-mysql"],
    "php-mysqlnd": ["php-mysql"],
    "php-pdo": ["php-common"],
    "php-pecl-memcache": ["php-memcache"],
    "php-pecl-memcached": ["php-memcached"],
    "php-process": ["php-common"],
    "postgresql-devel": ["libpq-dev"],
    "postgresql-libs": ["libpq5"],
    "postgresql-server": ["postgresql"],
    "python-devel": ["python3-dev"],
    "python-pip": ["python3-pip"],
    "python-setuptools": ["python3-setuptools"],
    "python3-devel": ["python3-dev"],
    "readline-devel": ["libreadline-dev"],
    "redis": ["redis-server"],
    "ruby-devel": ["ruby-dev"],
    "ruby-mysql": ["ruby-mysql2"],
    "ruby-rdoc": ["ruby"],
    "rubygems": ["ruby"],
    "sqlite-devel": ["libsqlite3-dev"],
    "tomcat6": ["tomcat10"],
    "tomcat7": ["tomcat10"],
    "tomcat8": ["tomcat10"],
    "vim-enhanced": ["vim"],
    "zlib-devel": ["zlib1g-dev"],
}

# Amazon Linux's service: Debian's.
SERVICES = {
    "crond": "cron",
    "httpd": "apache2",
    "mariadb": "mariadb",
    "mysqld": "mariadb",
    "redis": "redis-server",
    "sshd": "ssh",
    "tomcat6": "tomcat10",
    "tomcat7": "tomcat10",
    "tomcat8": "tomcat10",
}

# Amazon Linux's account: Debian's of the same number; none for an account of its own.
ACCOUNTS = {
    "apache": "www-data",
    "ec2-user": None,
    "wheel": None,
}

APACHE_INCLUDE = "/etc/apache2/conf-enabled/httpd-conf-d.conf"
APACHE_PAGE = "/var/www/html/index.html"
MODULES_OF_HTTPD = ["headers", "proxy", "proxy_http", "rewrite"]


def debian_packages(name):
    """apt's names for yum's."""
    return PACKAGES.get(name, [name])


def debian_service(name):
    return SERVICES.get(name, name)


def settle(installed):
    """Makes what apt installed look as on Amazon Linux: paths and names of services."""
    if "apache2" in installed:
        _settle_apache()
    if "mariadb-server" in installed:
        _settle_mariadb()
    if any(name.startswith("php") for name in installed):
        _settle_php()
    for name, unit in sorted(SERVICES.items()):
        _alias(name, unit)


def ensure_account(name, group):
    """Makes an account that Amazon Linux has and this image has not, if it is one of those."""
    database = "group" if group else "passwd"
    if name not in ACCOUNTS or _run("getent", database, name):
        return
    like = ACCOUNTS[name]
    if like and not _run("getent", database, like):
        return
    command = ["groupadd"] if group else ["useradd", "-m"] if not like else ["useradd", "-M"]
    if like and group:
        command += ["-o", "-g", _number("-g", like)]
    elif like:
        command += ["-o", "-u", _number("-u", like), "-g", _number("-g", like)]
    _run(*(command + [name]))


def _settle_apache():
    """Configuration below /etc/httpd, which sed may rewrite, and no page that hides index.php."""
    os.makedirs("/etc/httpd/conf.d", exist_ok=True)
    _move_behind_link("/etc/apache2/apache2.conf", "/etc/httpd/conf/httpd.conf")
    _write_new(APACHE_INCLUDE, "IncludeOptional /etc/httpd/conf.d/*.conf\n")
    _run("a2enmod", "-q", *MODULES_OF_HTTPD)
    _link("/var/log/apache2", "/var/log/httpd")
    try:
        with open(APACHE_PAGE) as page:
            if "Apache2 Debian Default Page" in page.read():
                os.remove(APACHE_PAGE)
    except OSError:
        pass
    # It read its configuration when it was installed.
    _run("systemctl", "try-restart", "apache2")


def _settle_mariadb():
    os.makedirs("/var/lib/mysql", exist_ok=True)
    _link("/run/mysqld/mysqld.sock", "/var/lib/mysql/mysql.sock")


def _settle_php():
    for folder in _folders("/etc/php"):
        _link(os.path.join(folder, "apache2/conf.d"), "/etc/php.d")
    _run("systemctl", "try-restart", "apache2")


def _folders(room):
    return sorted(os.path.join(room, name) for name in os.listdir(room)) if os.path.isdir(room) else []


def _move_behind_link(path, place):
    """A file moves to a place, with a link left: who rewrites it there writes what is read."""
    if os.path.islink(path) or not os.path.exists(path) or os.path.exists(place):
        return
    os.makedirs(os.path.dirname(place), exist_ok=True)
    shutil.move(path, place)
    os.symlink(place, path)


def _link(target, path):
    if not os.path.lexists(path):
        os.symlink(target, path)


def _write_new(path, text):
    if not os.path.exists(path):
        with open(path, "w") as file:
            file.write(text)


def _alias(name, unit):
    """A second name of a unit, so that `service httpd restart` finds it too."""
    if name == unit or not os.path.isdir("/etc/systemd/system"):
        return
    for room in ("/usr/lib/systemd/system", "/lib/systemd/system"):
        source = os.path.join(room, unit + ".service")
        if os.path.exists(source):
            _link(source, "/etc/systemd/system/%s.service" % name)
            _run("systemctl", "daemon-reload")
            return
    if os.path.exists("/etc/init.d/" + unit):
        _link("/etc/init.d/" + unit, "/etc/init.d/" + name)


def _number(kind, name):
    command = ["id", "-u", name] if kind == "-u" else ["getent", "group", name]
    said = subprocess.run(command, stdout=subprocess.PIPE, universal_newlines=True).stdout.strip()
    return said if kind == "-u" else said.split(":")[2]


def _run(*command):
    try:
        return (
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
            == 0
        )
    except OSError:
        return False
