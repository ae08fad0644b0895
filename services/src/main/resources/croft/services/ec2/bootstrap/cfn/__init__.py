"""What CloudFormation's templates call on instances: cfn-init, cfn-signal, cfn-get-metadata, cfn-hup."""
