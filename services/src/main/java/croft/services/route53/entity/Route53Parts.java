package croft.services.route53.entity;

import croft.base.Ids;
import croft.services.route53.answer.Zones;
import croft.services.route53.hostedzone.VpcLookup;
import croft.services.route53.recordset.AliasTargets;
import croft.store.Store;

/**
 * What Route 53's rooms are made of.
 *
 * @param vpcs which VPCs there are
 * @param targets what of other services an alias may lead to
 * @param zones what the zones answer
 */
public record Route53Parts(
    Store store, Ids ids, VpcLookup vpcs, AliasTargets targets, Zones zones) {}
