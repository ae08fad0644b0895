package croft.services.ec2.userdata;

/**
 * A file to be in the instance before it first boots, owned by root.
 *
 * @param mode POSIX permission bits, such as {@code 0755}
 */
public record BootFile(String path, byte[] bytes, int mode) {}
